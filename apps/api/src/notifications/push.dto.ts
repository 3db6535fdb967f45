import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsLine, IsPart } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class PushKeysDto {
  @ApiProperty({
    example: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
    description: 'An uncompressed P-256 point in base64url',
  })
  @Matches(/^B[\w-]{86}=?$/, { message: '$property must be a P-256 public key in base64url' })
  p256dh!: string;
  @ApiProperty({ example: 'tBHItJI5svbpez7KI4CCXg', description: '16 bytes in base64url' })
  @Matches(/^[\w-]{22}(?:==)?$/, { message: '$property must be 16 bytes in base64url' })
  auth!: string;
}

export class PushSubscriptionDto {
  @ApiProperty({ example: 'https://updates.push.services.mozilla.com/wpush/v2/gAAA' })
  @IsLine(1_000)
  endpoint!: string;
  @ApiProperty({ type: PushKeysDto })
  @IsPart(() => PushKeysDto)
  keys!: PushKeysDto;
}

export class PushOfferDto {
  @ApiProperty({
    example: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
    description: 'The applicationServerKey',
  })
  publicKey!: string;
  @ApiProperty({ example: 1 })
  browsers!: number;
}

export class PushIdDto {
  @ApiProperty({ example: ID })
  id!: string;
}
