/** Where a frame stands in the inbox: group commit number, then index of the frame inside that commit. */
export interface Position {
  readonly commit: number;
  readonly frame: number;
}

/** The names that all messages of one topic of one device share. */
export interface Route {
  readonly vendor: string;
  /** Device name inside the vendor; `{vendor}/{device}` is the deviceId. */
  readonly device: string;
  readonly topic: string;
}

export type Transport = 'mqtt' | 'onvif-pull' | 'onvif-push' | 'http';

/** One message exactly as a device sent it, as the inbox keeps it. */
export interface RawMessage extends Route {
  readonly position: Position;
  /** Epoch ms on the gateway's clock at which the message was taken in. */
  readonly receivedAt: number;
  readonly transport: Transport;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Measured device clock minus gateway clock, ms; set by transports that can measure it (ONVIF). */
  readonly skewMs?: number;
  /** Its names once more, the same object for many messages: a key for what is worth remembering of them. */
  readonly route?: Route;
}

/** A message on its way into the inbox, before it has a position. */
export type Arrival = Omit<RawMessage, 'position' | 'route'>;
