import { describe, expect, it } from 'vitest';
import {
  addressingHeaders,
  faultIn,
  faultText,
  passwordDigest,
  refusesHeaders,
  refusesLogin,
  usernameTokenHeader,
} from '../../gateway/transport/onvif-envelope.ts';
import { at, readXml } from '../../gateway/xml.ts';

const token = {
  username: 'user',
  password: 'userpassword',
  created: '2010-09-16T07:50:45Z',
  nonce: Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64'),
};

function faultOf(body: string) {
  const found = at(readXml(`<e:Envelope xmlns:e="x"><e:Body>${body}</e:Body></e:Envelope>`), 'Body');
  const fault = found && faultIn(found);
  if (!fault) throw new Error('no fault');
  return fault;
}

const SOAP12 =
  '<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:NotAuthorized</e:Value><e:Subcode><e:Value>x:Inner</e:Value></e:Subcode></e:Subcode></e:Code>' +
  '<e:Reason><e:Text>No</e:Text></e:Reason><e:Detail><x:Why/></e:Detail></e:Fault>';
const SOAP11 =
  '<e:Fault><faultcode>e:Client</faultcode><faultstring>Sender not authorized</faultstring><detail><ResourceUnknownFault/></detail></e:Fault>';

describe('UsernameToken', () => {
  it('has the digest of the published example', () => {
    expect(passwordDigest(token)).toBe('tuOSpGlFlIXsozq4HFNeeGeFLEI=');
  });

  it('escapes the name and never holds the password', () => {
    const xml = usernameTokenHeader({ ...token, username: 'a<b>&"' });
    expect(xml).toContain('<w:Username>a&lt;b&gt;&amp;&quot;</w:Username>');
    expect(xml).not.toContain('userpassword');
  });
});

describe('WS-Addressing', () => {
  it('sends the address as it was given, escaped only', () => {
    const xml = addressingHeaders('http://10.0.0.1/sub?a=1&b=2', 'urn:act', 'id', '<p/>');
    expect(xml).toContain('>http://10.0.0.1/sub?a=1&amp;b=2</a:To><p/>');
  });
});

describe('faults', () => {
  it('are read in both SOAP versions', () => {
    expect(faultOf(SOAP12)).toMatchObject({ codes: ['Sender', 'NotAuthorized', 'Inner'], reason: 'No' });
    expect(faultText(faultOf(SOAP12))).toBe('Sender/NotAuthorized/Inner: No: Why');
    expect(faultText(faultOf(SOAP11))).toBe('Client: Sender not authorized: ResourceUnknownFault');
  });

  it('tell a refused login and refused headers from the rest', () => {
    expect(refusesLogin(faultOf(SOAP12))).toBe(true);
    expect(refusesLogin(faultOf(SOAP11))).toBe(true);
    expect(refusesLogin(faultOf(SOAP12.replace('NotAuthorized', 'ActionNotSupported')))).toBe(false);
    expect(refusesHeaders(faultOf(SOAP12.replace('ter:NotAuthorized', 'e:MustUnderstand')))).toBe(true);
    expect(refusesHeaders(faultOf(SOAP12))).toBe(false);
  });
});
