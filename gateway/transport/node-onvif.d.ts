/** The parts of node-onvif 0.1.7 (which has no types of its own) that the discovery worker uses. */
declare module 'node-onvif' {
  interface Probe {
    urn: string;
    name: string;
    hardware: string;
    location: string;
    types: string | string[];
    xaddrs: string[];
    scopes: string[];
  }

  interface DeviceService {
    setAuth(user: string, pass: string): void;
    getSystemDateAndTime(): Promise<{ data: unknown }>;
    getDeviceInformation(): Promise<{ data: unknown }>;
    getScopes(): Promise<{ data: unknown }>;
    getCapabilities(): Promise<{ data: unknown }>;
  }

  class OnvifDevice {
    constructor(options: { xaddr: string; user?: string; pass?: string });
    readonly services: { readonly device: DeviceService };
    init(): Promise<Record<string, unknown>>;
  }

  const onvif: {
    _MULTICAST_ADDRESS: string;
    _PORT: number;
    _DISCOVERY_WAIT: number;
    startProbe(): Promise<Probe[]>;
    OnvifDevice: typeof OnvifDevice;
  };
  export default onvif;
}
