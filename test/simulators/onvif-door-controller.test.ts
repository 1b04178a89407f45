import { describe, expect, it, onTestFinished } from 'vitest';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import { soap } from './onvif-soap-call.ts';

const LOGIN = { username: 'user', password: 'pass' };

async function controller() {
  const simulator = createDoorControllerSimulator({
    name: 'ctl',
    ...LOGIN,
    now: () => Date.UTC(2026, 2, 31, 23, 59, 58),
    doors: ['Door1', 'Door2'],
  });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  const call = (body: string, target?: string) => soap(simulator.address, LOGIN, body, target);
  const { text } = await call('<tev:CreatePullPointSubscription/>');
  const point = /(\/onvif\/subscription\?Idx=\d+)</.exec(text)?.[1] ?? '';
  /** What was told since the last time: `Topic part value`. */
  const told = async () => {
    const pulled = await call(
      '<tev:PullMessages><tev:Timeout>PT0S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit></tev:PullMessages>',
      point,
    );
    return pulled.text
      .split('<wsnt:NotificationMessage>')
      .slice(1)
      .map((message) => {
        const topic = /tns1:(?:Door\/State|AccessControl|AccessPoint\/State|Credential\/State)\/([^<]+)</.exec(
          message,
        )?.[1];
        const part = /Token" Value="([^"]+)"/.exec(message)?.[1];
        const value = /Name="(?:State|Reason)" Value="([^"]+)"/.exec(message)?.[1] ?? '';
        return `${topic} ${part} ${value}`.trim();
      });
  };
  await told();
  return { simulator, call, told };
}

describe('a door', () => {
  it('is opened for a valid card, passed, closed and locked', async () => {
    const { simulator, told } = await controller();
    simulator.grant('Door1');
    expect(await told()).toEqual([
      'AccessGranted/Credential Door1-Reader',
      'DoorMode Door1 Accessed',
      'LockPhysicalState Door1 Unlocked',
      'DoorPhysicalState Door1 Open',
      'DoorMode Door1 Locked',
      'DoorPhysicalState Door1 Closed',
      'LockPhysicalState Door1 Locked',
    ]);
  });

  it('tells force, and that it is over', async () => {
    const { simulator, told } = await controller();
    simulator.forceOpen('Door2');
    expect(await told()).toEqual(['DoorPhysicalState Door2 Open', 'DoorAlarm Door2 DoorForcedOpen']);
    simulator.close('Door2');
    expect(await told()).toEqual(['DoorPhysicalState Door2 Closed', 'DoorAlarm Door2 Normal']);
  });

  it('that is held open beyond its time says so after it was opened', async () => {
    const { simulator, told } = await controller();
    simulator.holdOpen('Door1');
    expect((await told()).at(-1)).toBe('DoorAlarm Door1 DoorOpenTooLong');
  });

  it('stays shut for a refused card', async () => {
    const { simulator, told } = await controller();
    simulator.deny('Door1', 'CredentialExpired');
    expect(await told()).toEqual(['Denied/Credential Door1-Reader CredentialExpired']);
  });

  it('tells duress and tampering; closing does not end tampering', async () => {
    const { simulator, told } = await controller();
    simulator.duress('Door1');
    simulator.tamper('Door1', true);
    simulator.close('Door1');
    simulator.tamper('Door1', false);
    expect(await told()).toEqual([
      'Duress Door1-Reader Duress',
      'DoorTamper Door1 TamperDetected',
      'DoorTamper Door1 NotInTamper',
    ]);
  });

  it('must exist', async () => {
    const { simulator, told } = await controller();
    for (const verb of ['grant', 'forceOpen', 'holdOpen', 'close', 'duress'] as const)
      expect(() => simulator[verb]('Door9')).toThrow('ctl has no door Door9');
    expect(() => simulator.deny('Door9', 'Other')).toThrow();
    expect(await told()).toEqual([]);
  });
});

describe('a credential', () => {
  it('is let through, taken or not, and in again only after it went out', async () => {
    const { simulator, told } = await controller();
    simulator.present('Door1', 'SimulatedCredential-1');
    expect((await told()).filter((each) => each.startsWith('Access'))).toEqual([
      'AccessGranted/Credential Door1-Reader',
      'AccessTaken/Credential Door1-Reader',
    ]);
    simulator.present('Door2', 'SimulatedCredential-1');
    expect(await told()).toEqual(['Denied/Credential Door2-Reader Other', 'ApbViolation SimulatedCredential-1']);
    simulator.present('Door2', 'SimulatedCredential-1', { entering: false, passes: false });
    expect((await told())[1]).toBe('AccessGranted/Credential Door2-Reader');
    simulator.present('Door2', 'SimulatedCredential-1', { entering: false });
    expect(await told()).toContain('AccessTaken/Credential Door2-Reader');
  });

  it('that was lost is refused, and told of when it is disabled', async () => {
    const { simulator, call, told } = await controller();
    simulator.credential('SimulatedCredential-2', false, 'CredentialLost');
    simulator.present('Door1', 'SimulatedCredential-2');
    simulator.credential('SimulatedCredential-3', false, 'CredentialExpired');
    simulator.present('Door1', 'SimulatedCredential-3');
    expect(await told()).toEqual([
      'Enabled SimulatedCredential-2 false',
      'Denied/Credential Door1-Reader CredentialNotEnabled',
      'Enabled SimulatedCredential-3 false',
      'Denied/Credential Door1-Reader CredentialExpired',
    ]);
    const state = '<tcr:GetCredentialState><tcr:Token>SimulatedCredential-2</tcr:Token></tcr:GetCredentialState>';
    expect((await call(state)).text).toContain(
      '<tcr:Enabled>false</tcr:Enabled><tcr:Reason>pt:CredentialLost</tcr:Reason>',
    );
    simulator.credential('SimulatedCredential-2', true);
    simulator.present('Door1', 'SimulatedCredential-2');
    expect(await told()).toContain('AccessTaken/Credential Door1-Reader');
    expect(() => simulator.present('Door1', 'Nobody')).toThrow('ctl knows no credential Nobody');
  });

  it('opens no door that is locked down, and none at a reader out of use', async () => {
    const { simulator, told } = await controller();
    simulator.act('Door1', 'lock-down');
    simulator.reader('Door2', false);
    simulator.present('Door1', 'SimulatedCredential-1');
    simulator.present('Door2', 'SimulatedCredential-1');
    expect(await told()).toEqual([
      'DoorMode Door1 LockedDown',
      'Enabled Door2-Reader false',
      'Denied/Credential Door1-Reader Unauthorized',
      'Denied/Credential Door2-Reader Unauthorized',
    ]);
  });

  it('that nobody issued is told by its number, as the standard has it or as before', async () => {
    const { simulator, told } = await controller();
    simulator.unknownCard('Door1', '00007352');
    simulator.unknownCard('Door1', '00007352', true);
    simulator.exitButton('Door1');
    const heard = await told();
    expect(heard.slice(0, 3)).toEqual([
      'Denied/CredentialNotFound Door1-Reader',
      'Denied/CredentialNotFound/Card Door1-Reader',
      'AccessGranted/Anonymous Door1-Reader',
    ]);
    expect(heard).toContain('AccessTaken/Anonymous Door1-Reader');
  });
});

describe('the services', () => {
  it('list readers and doors and tell the state of one', async () => {
    const { simulator, call } = await controller();
    expect((await call('<tac:GetAccessPointInfoList/>')).text.match(/token="[^"]+"/g)).toEqual([
      'token="Door1-Reader"',
      'token="Door2-Reader"',
    ]);
    expect((await call('<tdc:GetDoorInfoList/>')).text.match(/token="[^"]+"/g)).toEqual([
      'token="Door1"',
      'token="Door2"',
    ]);
    simulator.forceOpen('Door1');
    const state = (door: string) => call(`<tdc:GetDoorState><tdc:Token>${door}</tdc:Token></tdc:GetDoorState>`);
    expect((await state('Door1')).text).toContain('<tdc:Alarm>DoorForcedOpen</tdc:Alarm>');
    expect((await state('Door2')).text).toContain('<tdc:Alarm>Normal</tdc:Alarm>');
    expect((await state('Door9')).text).toContain('ter:NotFound');
  });

  it('give long lists in pages', async () => {
    const { call } = await controller();
    const list = async (start: string) =>
      (await call(`<tcr:GetCredentialInfoList><tcr:Limit>4</tcr:Limit>${start}</tcr:GetCredentialInfoList>`)).text;
    const tokens: string[] = [];
    for (let start = ''; ; ) {
      const text = await list(start);
      tokens.push(...[...text.matchAll(/token="([^"]+)"/g)].map(([, token]) => token ?? ''));
      const next = /<tcr:NextStartReference>([^<]+)</.exec(text)?.[1];
      if (!next) break;
      start = `<tcr:StartReference>${next}</tcr:StartReference>`;
    }
    expect(tokens).toEqual(Array.from({ length: 10 }, (_, index) => `SimulatedCredential-${index + 1}`));
    expect(await list('<tcr:StartReference>x</tcr:StartReference>')).toContain('ter:InvalidStartReference');
    const some = '<tdc:GetDoorInfo><tdc:Token>Door2</tdc:Token><tdc:Token>Door9</tdc:Token></tdc:GetDoorInfo>';
    expect((await call(some)).text.match(/token="[^"]+"/g)).toEqual(['token="Door2"']);
  });

  it('are listed by GetServices', async () => {
    const { text } = await (await controller()).call('<tds:GetServices/>');
    expect(text).toContain('http://www.onvif.org/ver10/accesscontrol/wsdl');
    expect(text).toContain('http://www.onvif.org/ver10/doorcontrol/wsdl');
  });
});
