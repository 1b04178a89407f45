import { SimulatedFault } from './soap-envelope.ts';
import type { Service, SoapRequest } from './soap-exchange.ts';
import { find } from './xml.ts';

const MEDIA_URI = 'http://www.onvif.org/ver10/media/wsdl';

/** Path of the Media1 service, and of the still picture it names. */
export const MEDIA_PATH = '/onvif/media_service';
export const SNAPSHOT_PATH = '/onvif/snapshot';

export const VIDEO_SOURCE = 'VideoSource_1';
export const VIDEO_CONFIGURATION = 'VideoSourceConfig_1';

const BOUNDS = '<tt:Bounds x="0" y="0" width="1920" height="1080"/>';
const RESOLUTION = '<tt:Resolution><tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></tt:Resolution>';
const MULTICAST =
  '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address>' +
  '<tt:Port>0</tt:Port><tt:TTL>0</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';

const PROFILE_TOKEN = 'Profile_1';

const PROFILE_CONTENT =
  '<tt:Name>simulated</tt:Name>' +
  `<tt:VideoSourceConfiguration token="${VIDEO_CONFIGURATION}"><tt:Name>${VIDEO_CONFIGURATION}</tt:Name><tt:UseCount>1</tt:UseCount>` +
  `<tt:SourceToken>${VIDEO_SOURCE}</tt:SourceToken>${BOUNDS}</tt:VideoSourceConfiguration>` +
  '<tt:VideoEncoderConfiguration token="VideoEncoder_1"><tt:Name>VideoEncoder_1</tt:Name><tt:UseCount>1</tt:UseCount>' +
  `<tt:Encoding>H264</tt:Encoding>${RESOLUTION}<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit>` +
  '<tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl>' +
  `${MULTICAST}<tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration>`;

const profile = (element: string) =>
  `<trt:${element} token="${PROFILE_TOKEN}" fixed="true">${PROFILE_CONTENT}</trt:${element}>`;

/** The Media1 service with one profile: enough for clients that refuse a camera without one. There is no stream behind it. */
export function createMediaService(): Service {
  const uri = (address: string) =>
    `<trt:MediaUri><tt:Uri>${address}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>` +
    '<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>';
  return {
    uri: MEDIA_URI,
    prefix: 'trt',
    operations: {
      GetServiceCapabilities: () =>
        '<trt:Capabilities SnapshotUri="true" Rotation="false"><trt:ProfileCapabilities MaximumNumberOfProfiles="1"/>' +
        '<trt:StreamingCapabilities RTPMulticast="false" RTP_TCP="true" RTP_RTSP_TCP="true"/></trt:Capabilities>',
      GetProfiles: () => profile('Profiles'),
      GetProfile({ body }: SoapRequest) {
        if (find(body, 'ProfileToken')?.text !== PROFILE_TOKEN)
          throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:NoProfile'], 'no such profile');
        return profile('Profile');
      },
      GetVideoSources: () =>
        `<trt:VideoSources token="${VIDEO_SOURCE}"><tt:Framerate>25</tt:Framerate>${RESOLUTION}</trt:VideoSources>`,
      GetSnapshotUri: ({ origin }: SoapRequest) => uri(`${origin}${SNAPSHOT_PATH}`),
      GetStreamUri: ({ origin }: SoapRequest) => uri(`${origin.replace(/^https?:/, 'rtsp:')}/simulated`),
    },
  };
}
