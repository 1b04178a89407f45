import { type Command, Option } from 'commander';
import { request } from 'undici';
import { realClock } from '../clock.ts';
import { type CheckResult, checkReceiver, type Post } from '../delivery/receiver-checks.ts';
import { checkSecret } from '../delivery/signature.ts';
import { GatewayError } from '../errors.ts';
import { table } from './table.ts';

interface Options {
  readonly url: string;
  readonly secret: string;
  readonly protobuf?: boolean;
  readonly timeout: string;
  readonly json?: boolean;
}

/** Characters of an error that are printed. */
const MAX_ERROR = 60;

/** One delivery as the gateway makes it: no redirects, an end after `ms`. */
function poster(url: URL, ms: number): Post {
  const clock = realClock();
  return async (headers, body) => {
    const began = clock.monotonic();
    const took = () => Math.round(clock.monotonic() - began);
    try {
      const { statusCode, body: answer } = await request(url, {
        ...{ method: 'POST', headers: { ...headers, 'user-agent': 'gridwarden conform' }, body },
        ...{ headersTimeout: ms, bodyTimeout: ms },
      });
      await answer.dump();
      return { status: statusCode, ms: took() };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { error: [code, message].filter(Boolean).join(': '), ms: took() };
    }
  };
}

const verdictOf = ({ passed, must }: CheckResult) => (passed ? 'right' : must ? 'WRONG' : 'advised');

function printed(results: readonly CheckResult[]): string {
  const rows = results.map((result) => {
    const { id, what, status, error = '', ms } = result;
    return [id, verdictOf(result), String(status ?? error.slice(0, MAX_ERROR)), String(ms), what];
  });
  const advice = results.flatMap(({ id, advice: why }) => (why ? [`  ${id}: ${why}`] : []));
  const wrong = results.filter(({ passed, must }) => must && !passed).length;
  const heading = ['check', 'verdict', 'answer', 'ms', 'what the receiver should do'];
  return [
    table(heading, rows, ['ms']),
    ...(advice.length > 0 ? ['what to do', ...advice, ''] : []),
    wrong === 0 ? 'conforms: everything that must be is right\n' : `does not conform: ${wrong} wrong\n`,
  ].join('\n');
}

/** `gridwarden conform`: holds a dispatch platform's webhook receiver to the contract. */
export function registerConform(program: Command): void {
  program
    .command('conform')
    .description('send a webhook receiver valid and forged events, and say what it did right and wrong')
    .requiredOption('-u, --url <url>', 'address of the receiver')
    .addOption(
      new Option('-s, --secret <whsec_…>', 'the secret it verifies with, as POST /v1/receivers answered it')
        .env('GRIDWARDEN_RECEIVER_SECRET')
        .makeOptionMandatory(),
    )
    .option('--protobuf', 'send gridwarden.v1.CaseEvent instead of JSON')
    .option('-t, --timeout <seconds>', 'how long one answer may take', '15')
    .option('--json', 'print the results as one JSON object')
    .addHelpText(
      'after',
      '\nNeeds no running gateway. Everything sent is marked as simulated, with case numbers of the year 9999.' +
        '\nExit codes: 0 conforms, 1 does not, or no answer at the address.',
    )
    .action(async ({ url, secret, protobuf, timeout, json }: Options) => {
      checkSecret(secret);
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
        throw new GatewayError('REQUEST_INVALID', `--url "${url}" is no http or https address`);
      if (!(Number(timeout) > 0))
        throw new GatewayError('REQUEST_INVALID', `--timeout "${timeout}": a number of seconds above 0`);
      const results = await checkReceiver({
        post: poster(new URL(url), Number(timeout) * 1_000),
        ...{ secret, contentType: protobuf ? 'application/protobuf' : 'application/json', now: realClock().now },
      });
      const [first] = results;
      if (results.every(({ status }) => status === undefined))
        throw new GatewayError('DELIVERY_FAILED', `${url}: ${first?.error}; does the receiver run, is --url right?`);
      const conforms = results.every(({ passed, must }) => passed || !must);
      process.stdout.write(json ? `${JSON.stringify({ url, conforms, checks: results })}\n` : printed(results));
      if (!conforms) process.exitCode = 1;
    });
}
