import { ADDRESS_KINDS, type AddressKind } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsOptional, Matches, MaxLength } from 'class-validator';
import { IsLanguage, IsLine, Optional } from '../http/fields.decorator.js';

export class OwnAddressDto {
  @ApiProperty({ example: 'e-mail', enum: ADDRESS_KINDS })
  kind!: AddressKind;
  @ApiProperty({ example: 'sara@example.org' })
  address!: string;
  @ApiProperty({ example: true, description: 'A phone may be on my record to be called alone' })
  signsIn!: boolean;
}

class GivenAddressDto {
  @ApiPropertyOptional({ example: 'sara@example.org', description: 'This or `phone`, not both' })
  @Optional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ example: '+39 333 123 4567', description: 'A mobile phone; the code comes by SMS' })
  @Optional()
  @IsLine(40)
  phone?: string;
}

export class NewAddressDto extends GivenAddressDto {
  @ApiPropertyOptional({ example: 'it', default: 'it' })
  @IsOptional()
  @IsLanguage()
  language?: string;
}

export class AddressCodeDto extends GivenAddressDto {
  @ApiProperty({ example: '01234567', description: 'The code that came to the address' })
  @Matches(/^\d{8}$/, { message: 'code must be the 8 digits that were sent' })
  code!: string;
}
