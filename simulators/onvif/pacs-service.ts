import type { DoorState } from '../door-controller.ts';
import type { Listed } from './device-service.ts';
import { SimulatedFault } from './soap-envelope.ts';
import type { Service } from './soap-server.ts';
import { escapeText, find } from './xml.ts';

/** The Access Control service: readers. */
export const POINT_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/accesscontrol/wsdl',
  path: '/onvif/access_control_service',
};
/** The Door Control service. */
export const DOOR_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/doorcontrol/wsdl',
  path: '/onvif/door_control_service',
};

/** Token of the reader at a door. */
export function pointOf(door: string): string {
  return `${door}-Reader`;
}

/** Lists the readers, all in one answer: a simulated controller has few. */
export function createPointService(doors: readonly string[]): Service {
  return {
    uri: POINT_LISTED.uri,
    prefix: 'tac',
    operations: {
      GetServiceCapabilities: () => '<tac:Capabilities MaxLimit="100"/>',
      GetAccessPointInfoList: () =>
        doors
          .map(
            (door) =>
              `<tac:AccessPointInfo token="${escapeText(pointOf(door))}"><tac:Name>Reader at ${escapeText(door)}</tac:Name>` +
              `<tac:Entity>${escapeText(door)}</tac:Entity><tac:Capabilities DisableAccessPoint="false" Duress="true"/></tac:AccessPointInfo>`,
          )
          .join(''),
    },
  };
}

/** Lists the doors and tells their states; it takes no orders. */
export function createDoorService(doors: ReadonlyMap<string, DoorState>): Service {
  return {
    uri: DOOR_LISTED.uri,
    prefix: 'tdc',
    operations: {
      GetServiceCapabilities: () => '<tdc:Capabilities MaxLimit="100"/>',
      GetDoorInfoList: () =>
        [...doors.keys()]
          .map(
            (door) =>
              `<tdc:DoorInfo token="${escapeText(door)}"><tdc:Name>${escapeText(door)}</tdc:Name>` +
              '<tdc:Capabilities DoorMonitor="true" LockMonitor="true" Alarm="true" Tamper="true" Fault="true"/></tdc:DoorInfo>',
          )
          .join(''),
      GetDoorState: ({ body }) => {
        const state = doors.get(find(body, 'Token')?.text ?? '');
        if (!state) throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:NotFound'], 'no such door');
        return (
          `<tdc:DoorState><tdc:DoorPhysicalState>${state.physical}</tdc:DoorPhysicalState>` +
          `<tdc:LockPhysicalState>${state.lock}</tdc:LockPhysicalState><tdc:Alarm>${state.alarm}</tdc:Alarm>` +
          `<tdc:Tamper><tdc:State>${state.tamper}</tdc:State></tdc:Tamper><tdc:Fault><tdc:State>${state.fault}</tdc:State></tdc:Fault>` +
          `<tdc:DoorMode>${state.mode}</tdc:DoorMode></tdc:DoorState>`
        );
      },
    },
  };
}
