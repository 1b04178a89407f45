import type { CaseParts } from './cases-wiring.ts';
import { createDecoding } from './decoding.ts';
import { decoderPorts } from './devices-wiring.ts';
import { createDecoder } from './ingest/decoder.ts';
import { createTurns } from './ingest/turns.ts';
import { createWatermark } from './ingest/watermark.ts';
import type { Decoded } from './model/decoded.ts';
import type { MqttParts } from './mqtt-wiring.ts';
import type { OnvifSite } from './onvif-site.ts';
import { startFeedbackReader, startRulesReader } from './readers.ts';
import type { Registry } from './registry-wiring.ts';
import { createSeries } from './series/batcher.ts';
import { buryRefused, startSeriesReader } from './series-reader.ts';
import type { Stores } from './stores-wiring.ts';
import type { Ground } from './wiring.ts';

export type Readers = ReturnType<typeof startReaders>;

/** Everything that reads the inbox, each behind a cursor of its own. From here on it is worked through. */
export function startReaders(
  { config, log, metrics, life }: Ground,
  { clock, inbox, sink, rules, city, deviceTypes }: Stores,
  { directory, deadLetters }: Registry,
  parts: {
    mqtt: Pick<MqttParts, 'rejections' | 'health' | 'deviceConfig'>;
    site: Pick<OnvifSite, 'adapterFor'>;
    cases: CaseParts['cases'];
    answer(orgCode: string, document: object): void;
  },
) {
  const { mqtt, site, cases, answer } = parts;
  const typeOf = (typeId: string) => deviceTypes.get(typeId);
  const firstSight = config.access !== 'registered';
  const ports = decoderPorts({ directory, typeOf, adapterFor: site.adapterFor, firstSight });
  const decoder = createDecoder({ ...ports, judgePosition: city.judgePosition }, metrics);
  const turns = createTurns(clock);
  const series = createSeries({
    ...{ sink, clock, log, metrics },
    deadLetter: buryRefused({ inbox, decoder, deadLetters }),
  });
  const reading = { inbox, decoding: createDecoding(decoder, series, clock), turns, clock, logger: log };
  const watermark = createWatermark({ rules, level: () => rulesReader.lag() === 0, clock, log });
  const health = {
    saw(batch: readonly Decoded[]) {
      mqtt.health.saw(batch);
      mqtt.deviceConfig.saw(batch);
    },
  };
  const rulesReader = startRulesReader({
    ...{ ...reading, rules, watermark, directory, deadLetters, rejections: mqtt.rejections, health },
  });
  life.onStop(() => watermark.stop());
  life.onStop(() => rulesReader.stop());
  const seriesReader = startSeriesReader({ ...reading, series });
  life.onStop(async () => {
    await series.close();
    await seriesReader.stop();
  });
  const feedbackReader = startFeedbackReader({
    ...{ inbox, clock, logger: log, answer },
    apply: (feedback, orgCode) => cases.applyFeedback(feedback, { orgCode, restricted: false, mayWait: true }),
  });
  life.onStop(() => feedbackReader.stop());
  watermark.rearm();
  const all = [rulesReader, seriesReader, feedbackReader];
  return {
    ...{ rules: rulesReader, series: seriesReader },
    /** In the order in which a message goes through them; the lab waits for them in this order. */
    stages: [rulesReader, watermark, seriesReader, feedbackReader],
    ...{ turns, store: series },
    /** The last commit that all of them have behind them. */
    passed: () => Math.min(...all.map((reader) => reader.position())),
    areLevel: () => all.every((reader) => reader.lag() === 0),
  };
}
