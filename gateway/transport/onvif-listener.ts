import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { splitNotifications } from '../onvif-split.ts';
import { readXml } from '../xml.ts';
import { decodeXmlText } from '../xml-text.ts';
import type { Notifications } from './onvif-intake.ts';

/** One POST to a notify path. */
export interface NotifyRequest {
  readonly token: string;
  readonly remoteAddress: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Where a device pushes to. */
export interface NotifyPath {
  /** Absolute URL with a token that cannot be guessed: nothing else tells a Notify from a stranger's (Core 9.3). */
  readonly url: string;
  close(): void;
}

/** Takes the Notify requests of devices that cannot be pulled from. */
export interface NotifyListener {
  /**
   * Opens a path for the device at `host`; requests from other hosts are refused. `take` resolves when the notifications are
   * durable. Throws what the name lookup throws.
   */
  open(host: string, take: (notifications: Notifications) => Promise<void>): Promise<NotifyPath>;
  /** Answers with the HTTP status: 202 once durable, 400, 403, 404 or 413. Never throws for what a stranger sends. */
  receive(request: NotifyRequest): Promise<number>;
}

/** Bytes of one request; a longer one is refused. */
export const MAX_NOTIFY = 1024 * 1024;
/** Path below which notify tokens stand. */
export const NOTIFY_PATH = '/onvif/notify';

interface Open {
  readonly digest: Buffer;
  readonly addresses: readonly string[];
  readonly take: (notifications: Notifications) => Promise<void>;
}

/** `baseUrl`: where devices reach this gateway, e.g. `http://10.0.0.5:8080`; asked when a path is opened. */
export function createNotifyListener(baseUrl: () => string): NotifyListener {
  const paths = new Map<string, Open>();

  const pathOf = (token: string): Open | undefined => {
    const digest = createHash('sha256').update(token).digest();
    const open = paths.get(digest.toString('hex'));
    return open && timingSafeEqual(open.digest, digest) ? open : undefined;
  };

  return {
    async open(host, take) {
      const addresses = (await lookup(host.replace(/^\[|\]$/g, ''), { all: true })).map(({ address }) => address);
      const token = randomBytes(32).toString('base64url');
      const digest = createHash('sha256').update(token).digest();
      paths.set(digest.toString('hex'), { digest, addresses, take });
      return {
        url: `${baseUrl().replace(/\/+$/, '')}${NOTIFY_PATH}/${token}`,
        close: () => void paths.delete(digest.toString('hex')),
      };
    },
    async receive({ token, remoteAddress, contentType, body }) {
      const open = pathOf(token);
      if (!open) return 404;
      if (!open.addresses.includes(remoteAddress.replace(/^::ffff:/i, ''))) return 403;
      if (body.byteLength > MAX_NOTIFY) return 413;
      const { frame, notifications } = splitNotifications(decodeXmlText(body, contentType).text);
      try {
        const root = readXml(frame);
        await open.take({ notifications, scope: (root.children.at(-1)?.children[0] ?? root).scope });
        return 202;
      } catch {
        return 400;
      }
    },
  };
}
