import { findProgram } from '../../gateway/program.ts';
import { influxProgram } from './influx.ts';
import { redisProgram } from './redis.ts';

/** Runs once before all tests: says which real servers they can use, since a missing one makes its tests narrower. */
export default function sayWhichStores(): void {
  const parts: [string, string | undefined][] = [
    ['Redis', redisProgram()],
    ['InfluxDB', influxProgram()],
    ['mosquitto clients', findProgram('mosquitto_pub')],
  ];
  const line = parts.map(([name, program]) => `${name}: ${program ?? 'not installed'}`).join(' · ');
  process.stdout.write(`real servers for the tests: ${line}\n`);
}
