/**
 * The generated messages, with 64-bit fields as JavaScript numbers: all of ours (epoch ms, counters) stay below 2^53.
 * Import from here, never from `gen/`: protobufjs decides about 64-bit numbers when the generated code is loaded.
 */
import protobuf from 'protobufjs/minimal.js';

// @ts-expect-error: typed as always present, documented as replaceable.
protobuf.util.Long = undefined;
protobuf.configure();

const { gridwarden } = await import('./gen/gridwarden.js');

export const { Telemetry, DeviceEvent, CaseCandidate, CaseEvent, Feedback, Observation } = gridwarden.v1;
export const proto = gridwarden.v1;
