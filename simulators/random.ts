import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers that is the same in every run. */
export interface Random {
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number;
  /** Normally distributed around 0 with standard deviation `sigma` (Box–Muller; draws two numbers every time). */
  noise(sigma: number): number;
}

/**
 * The sub-stream called `name` of a scenario's seed. Each device has its own, so that adding one device changes the
 * traffic of no other.
 */
export function randomStream(seed: number, name: string): Random {
  const digest = createHash('sha256').update(`${seed}/${name}`).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  const unit = () => uniformFloat64(generator);
  return {
    between: (from, to) => from + (to - from) * unit(),
    whole: (from, to) => uniformInt(generator, from, to),
    noise: (sigma) => sigma * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}
