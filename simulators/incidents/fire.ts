import { z } from 'zod';
import { duration, positiveDuration } from '../duration.ts';
import { rounded } from '../sensors/sensor.ts';
import { numberOf, trapezoid } from './curves.ts';
import { type Effect, incidentKind } from './incident.ts';

/** dB/m next door, mA of leakage and ℃ of the cables: each seen, none enough for a case of its own. */
const NEXT_DOOR = 0.09;
const RESIDUAL = 240;
const CABLE = 60;
const NEXT_DOOR_EVERY = 10_000;

/** Smoke and heat climb together; heat lags and stays lower than a flame would make it until the room is lost. */
export const fire = incidentKind(
  'fire',
  {
    peak: z.number().default(0.6),
    heat: z.number().default(68),
    rise: duration.prefault('60s'),
    hold: duration.prefault('4min'),
    fall: duration.prefault('3min'),
    every: positiveDuration.prefault('2s'),
    /** Smoke detectors next door: the smoke gets there late and thin. */
    neighbours: z.array(z.string()).default([]),
    /** A residual-current monitor of the house: insulation melts, cables get hot. */
    current: z.string().optional(),
    /** A camera that sees it flicker. */
    camera: z.string().optional(),
  },
  ({ peak, heat, rise, hold, fall, every, neighbours, current, camera }) => ({
    actions: camera
      ? [
          { after: rise, verb: 'motion', args: [true], device: camera },
          { after: rise + hold, verb: 'motion', args: [false], device: camera },
        ]
      : [],
    effects: [
      {
        from: 0,
        to: rise + hold + fall,
        every,
        shape: (elapsed, normal) => ({
          ...normal,
          smoke: rounded(trapezoid(elapsed, { rise, hold, fall }, numberOf(normal['smoke']), peak), 3),
          temperature: rounded(
            trapezoid(
              elapsed,
              { rise: rise * 2, hold: Math.max(0, hold - rise), fall },
              numberOf(normal['temperature']),
              heat,
            ),
            1,
          ),
        }),
      },
      ...neighbours.map(
        (device): Effect => ({
          ...{ from: 0, to: rise + hold + fall, every: NEXT_DOOR_EVERY, device },
          shape: (elapsed, normal) => ({
            ...normal,
            smoke: rounded(
              trapezoid(
                elapsed,
                { rise: rise * 2, hold: Math.max(0, hold - rise), fall },
                numberOf(normal['smoke']),
                NEXT_DOOR,
              ),
              3,
            ),
          }),
        }),
      ),
      ...(current === undefined
        ? []
        : [
            {
              ...{ from: 0, to: rise + hold + fall, every: NEXT_DOOR_EVERY, device: current },
              shape: (elapsed, normal) => ({
                ...normal,
                residual: Math.round(trapezoid(elapsed, { rise, hold, fall }, numberOf(normal['residual']), RESIDUAL)),
                temperature: rounded(
                  trapezoid(
                    elapsed,
                    { rise: rise * 2, hold: Math.max(0, hold - rise), fall },
                    numberOf(normal['temperature']),
                    CABLE,
                  ),
                  1,
                ),
              }),
            } satisfies Effect,
          ]),
    ],
  }),
);
