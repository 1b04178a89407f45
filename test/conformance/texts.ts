import { hex } from '../support/mqtt-raw.ts';

/** Strings a server must end the connection over (MQTT 3.1.1 §1.5.3), as bytes. */
export const BAD_TEXTS: readonly (readonly [clause: string, name: string, bytes: Buffer])[] = [
  ['MQTT-1.5.3-1', 'U+D800, a surrogate', hex('61 eda080')],
  ['MQTT-1.5.3-1', 'U+DFFF, a surrogate', hex('61 edbfbf')],
  ['MQTT-1.5.3-1', 'a pair of surrogates', hex('eda081 edb080')],
  ['MQTT-1.5.3-1', 'an overlong solidus of two bytes', hex('61 c0af')],
  ['MQTT-1.5.3-1', 'an overlong solidus of three', hex('61 e080af')],
  ['MQTT-1.5.3-1', 'an overlong solidus of four', hex('61 f08080af')],
  ['MQTT-1.5.3-1', 'U+0000 as C0 80', hex('61 c080')],
  ['MQTT-1.5.3-1', 'a code point above U+10FFFF', hex('61 f4908080')],
  ['MQTT-1.5.3-1', 'the byte FF', hex('61 ff 62')],
  ['MQTT-1.5.3-1', 'the byte FE', hex('61 fe')],
  ['MQTT-1.5.3-1', 'a continuation byte alone', hex('61 80 62')],
  ['MQTT-1.5.3-1', 'a cut sequence of two', hex('61 c3')],
  ['MQTT-1.5.3-1', 'a cut sequence of three', hex('61 e282')],
  ['MQTT-1.5.3-1', 'a cut sequence of four', hex('61 f09f98')],
  ['MQTT-1.5.3-1', 'a sequence broken off by a letter', hex('e2 61 82')],
  ['MQTT-1.5.3-2', 'U+0000', hex('61 00 62')],
  ['MQTT-1.5.3-2', 'U+0000 alone', hex('00')],
];

/** Strings a server must take. */
export const GOOD_TEXTS: readonly (readonly [clause: string, name: string, bytes: Buffer])[] = [
  ['MQTT-1.5.3-3', 'U+FEFF', hex('61 efbbbf')],
  ['MQTT-1.5.3-3', 'U+FEFF in front', hex('efbbbf 61')],
  ['§1.5.3', 'A and U+2A6D4', hex('41 f0aa9b94')],
  ['§1.5.3', 'Chinese', Buffer.from('城市网格/烟感')],
  ['§1.5.3', 'U+D7FF and U+E000, beside the surrogates', hex('ed9fbf ee8080')],
  ['§1.5.3', 'U+10FFFD, near the end', hex('f48fbfbd')],
  ['§1.5.3', 'a space', Buffer.from('a b')],
];
