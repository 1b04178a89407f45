/** The ONVIF user of the cameras of `onvif.ts`. */
export const LOGIN = { username: 'gateway', password: 'correct horse' } as const;
