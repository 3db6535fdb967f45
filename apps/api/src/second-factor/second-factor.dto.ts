import { BROWSERS, SYSTEMS } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { IsLanguage, IsPart, IsText } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-11-24T15:00:00.000Z';
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

const isBase64url = (most: number) =>
  Matches(new RegExp(`^[\\w-]{1,${most}}$`), { message: '$property must be base64url' });

export class GivenCodeDto {
  @ApiPropertyOptional({ example: '012345', description: 'The six digits of the authenticator, or' })
  @IsOptional()
  @Matches(/^\d{6}$/, { message: 'code must be the 6 digits of the authenticator' })
  code?: string;

  @ApiPropertyOptional({ example: 'abcde-fghjk', description: 'a recovery code' })
  @IsOptional()
  @Matches(/^[a-zA-Z2-9]{5}[\s-]?[a-zA-Z2-9]{5}$/, { message: 'recoveryCode must have 10 letters or digits' })
  recoveryCode?: string;
}

export class AuthenticatorCodeDto {
  @ApiProperty({ example: '012345' })
  @Matches(/^\d{6}$/, { message: 'code must be the 6 digits of the authenticator' })
  code!: string;
}

export class FactorKindsDto {
  @ApiProperty({ example: true }) passkey!: boolean;
  @ApiProperty({ example: true }) authenticator!: boolean;
  @ApiProperty({ example: true, description: 'A recovery code is left' }) recoveryCode!: boolean;
}

export class PasskeyOptionsDto {
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: { challenge: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE', timeout: 60_000 },
    description:
      'As WebAuthn’s PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON; good once, for 5 minutes',
  })
  options!: object;
}

export class PasskeyAssertionDto {
  @ApiProperty({ example: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0' })
  @isBase64url(4_000)
  clientDataJSON!: string;
  @ApiProperty({ example: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ' })
  @isBase64url(4_000)
  authenticatorData!: string;
  @ApiProperty({ example: 'MEUCIQ' })
  @isBase64url(4_000)
  signature!: string;
  @ApiPropertyOptional({ example: 'Zm9v', description: 'Needed for signing in with the passkey alone' })
  @IsOptional()
  @isBase64url(100)
  userHandle?: string;
}

export class ShownPasskeyDto {
  @ApiProperty({ example: 'Zm9v' })
  @isBase64url(1_400)
  id!: string;
  @ApiProperty({ type: PasskeyAssertionDto })
  @IsPart(() => PasskeyAssertionDto)
  response!: PasskeyAssertionDto;
}

export class PasskeyAttestationDto {
  @ApiProperty({ example: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0' })
  @isBase64url(4_000)
  clientDataJSON!: string;
  @ApiProperty({ example: 'o2NmbXRkbm9uZQ' })
  @isBase64url(20_000)
  attestationObject!: string;
  @ApiPropertyOptional({ example: ['internal'], isArray: true, enum: TRANSPORTS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TRANSPORTS.length)
  @IsIn(TRANSPORTS, { each: true })
  transports?: (typeof TRANSPORTS)[number][];
}

export class NewPasskeyDto {
  @ApiProperty({ example: 'Zm9v' })
  @isBase64url(1_400)
  id!: string;
  @ApiProperty({ type: PasskeyAttestationDto })
  @IsPart(() => PasskeyAttestationDto)
  response!: PasskeyAttestationDto;
}

export class OwnPasskeyDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: AT }) createdAt!: Date;
  @ApiProperty({ example: AT }) lastUsedAt!: Date;
  @ApiProperty({ example: 'safari', nullable: true, type: String, enum: BROWSERS }) browser!: string | null;
  @ApiProperty({ example: 'ios', nullable: true, type: String, enum: SYSTEMS }) system!: string | null;
}

export class OwnAuthenticatorDto {
  @ApiProperty({ example: AT }) createdAt!: Date;
  @ApiProperty({ example: AT }) lastUsedAt!: Date;
}

export class OwnFactorsDto {
  @ApiProperty({ type: [OwnPasskeyDto] }) passkeys!: readonly OwnPasskeyDto[];
  @ApiProperty({ type: OwnAuthenticatorDto, nullable: true }) authenticator!: OwnAuthenticatorDto | null;
  @ApiProperty({ example: 9 }) recoveryCodesLeft!: number;
  @ApiProperty({ example: true, description: 'The community demands one of my roles' }) demanded!: boolean;
  @ApiProperty({ example: true, description: 'I may change them without proving again that it is me' })
  recentlyProved!: boolean;
}

export class AuthenticatorSetupDto {
  @ApiProperty({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }) secret!: string;
  @ApiProperty({
    example:
      'otpauth://totp/Intreccio:aiuto.example.org?issuer=Intreccio&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    description: 'The same for a QR code',
  })
  address!: string;
}

export class RecoveryCodesDto {
  @ApiProperty({ type: [String], example: ['abcde-fghjk'], description: 'Ten; shown this once' })
  codes!: readonly string[];
}

export class ResetFactorsDto {
  @ApiProperty({ example: 'The phone was lost; called back on the number we know', maxLength: 300 })
  @IsText(300)
  reason!: string;
}

export class AskProofDto {
  @ApiPropertyOptional({ example: 'it', default: 'it' })
  @IsOptional()
  @IsLanguage()
  language?: string;
}

export class SentCodeDto {
  @ApiProperty({ example: '01234567', description: 'The code of the mail or the SMS' })
  @Matches(/^\d{8}$/, { message: 'code must be the 8 digits that were sent' })
  code!: string;
}
