import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Ladder, Partner } from '../model/ladder.ts';
import { ProblemError } from './problem.ts';

type Name = { readonly zh: string; readonly en: string };

export interface CityApi {
  /** The city of the moment. */
  city(): {
    readonly profile: { readonly id: string; readonly version: string; readonly name: Name };
    readonly catalogue: { readonly id: string; readonly version: string };
    readonly calendarYears: ReadonlySet<number>;
    readonly reviewGate: boolean;
    readonly emergencyFlows: readonly { readonly number: number; readonly name: Name }[];
    readonly ladder: Ladder;
    readonly orgs: readonly { readonly code: string; readonly tier: string; readonly name: Name }[];
    readonly partners: readonly Partner[];
  };
  /** Reads the files again and swaps all parts at once. Throws CITY_INVALID; then nothing has changed. */
  reload(): Promise<object>;
}

const tags = ['city'];
const version = {
  type: 'object',
  properties: { id: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
};
const list = { type: 'array', items: { type: 'object', additionalProperties: true } };

export function registerCity(app: FastifyInstance, api: CityApi): void {
  app.get(
    '/v1/city',
    {
      config: { access: ['viewer', 'dispatcher', 'vendor', 'operator'] },
      schema: {
        tags,
        summary: 'The city as its files say: organisations, partners, escalation ladder, emergency flows',
        response: {
          200: {
            description: 'the profile in force',
            type: 'object',
            properties: {
              profile: { type: 'object', additionalProperties: true },
              catalogue: { type: 'object', properties: { id: { type: 'string' }, version: { type: 'string' } } },
              calendarYears: {
                type: 'array',
                items: { type: 'integer' },
                description: 'years whose holidays are known',
              },
              reviewGate: {
                type: 'boolean',
                description: 'cases wait for a person unless their category flows by itself',
              },
              emergencyFlows: list,
              ladder: { type: 'object', additionalProperties: true },
              orgs: list,
              partners: list,
            },
            required: ['profile', 'catalogue', 'ladder', 'orgs', 'partners'],
          },
        },
      },
    },
    async () => {
      const { profile, catalogue, calendarYears, reviewGate, emergencyFlows, ladder, orgs, partners } = api.city();
      const years = [...calendarYears].sort((a, b) => a - b);
      const { id, version: edition } = catalogue;
      return {
        profile,
        catalogue: { id, version: edition },
        calendarYears: years,
        reviewGate,
        emergencyFlows,
        ladder,
        orgs,
        partners,
      };
    },
  );

  app.post(
    '/v1/city/reload',
    {
      config: { access: ['operator'] },
      schema: {
        tags,
        summary: 'Read the files of the city again',
        description:
          'All parts are swapped at once, or none: the problem names every mistake as file:line:column. A changed catalogue needs a new version; open cases keep the one they were raised under. Device types are read again with it.',
        response: {
          200: {
            description: 'versions before and after',
            type: 'object',
            properties: {
              profile: version,
              catalogue: version,
              warnings: { type: 'array', items: { type: 'string' } },
            },
            required: ['profile', 'catalogue', 'warnings'],
          },
        },
      },
    },
    async () => {
      try {
        return await api.reload();
      } catch (error) {
        if (!(error instanceof GatewayError) || error.code !== 'CITY_INVALID') throw error;
        const { detail } = error;
        throw new ProblemError('CITY_INVALID', { detail, status: 422, members: { problems: detail.split('\n') } });
      }
    },
  );
}
