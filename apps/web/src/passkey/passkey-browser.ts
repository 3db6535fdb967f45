import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
type Transport = (typeof TRANSPORTS)[number];

export interface MadePasskey {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: Transport[];
  };
}

/** Makes a passkey on this device or a key. @throws Error when the person or the browser does not want to */
export async function makePasskey(options: object): Promise<MadePasskey> {
  const { id, response } = await startRegistration({
    optionsJSON: options as PublicKeyCredentialCreationOptionsJSON,
  });
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const known = transports as readonly string[];
  return {
    id,
    response: {
      clientDataJSON,
      attestationObject,
      transports: TRANSPORTS.filter((transport) => known.includes(transport)),
    },
  };
}

/** Signs with a passkey. @throws Error when the person or the browser does not want to */
export async function showPasskey(options: object) {
  const { id, response } = await startAuthentication({
    optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
  };
}
