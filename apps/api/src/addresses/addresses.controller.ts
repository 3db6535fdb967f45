import { OwnAddressService, type OwnAddress, type SignedInActor } from '#members';
import { InvalidInput } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { Errors } from '../http/documentation.decorator.js';
import { FreshProof } from '../http/fresh-proof.guard.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { SentDto } from '../sign-in/sign-in.dto.js';
import { AddressCodeDto, NewAddressDto, OwnAddressDto } from './addresses.dto.js';

const TOLD = 'My other sessions end. The former address is told.';

@ApiTags('Signing in')
@Controller('v1/me/addresses')
export class AddressesController {
  constructor(private readonly addresses: OwnAddressService) {}

  @Get()
  @Policy('address.manage-own')
  @ApiOperation({ summary: 'My e-mail address and my phone, and which of them I sign in with' })
  @ApiOkResponse({ type: [OwnAddressDto] })
  @Errors()
  list(@Actor() actor: SignedInActor): Promise<OwnAddress[]> {
    return this.addresses.list(actor);
  }

  @Post()
  @HttpCode(202)
  @Policy('address.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'Ask for a code to an address I want to sign in with',
    description:
      'Valid 10 minutes, in this session. The answer is the same for an address that is somebody else’s. Send one of email and phone.',
  })
  @ApiAcceptedResponse({ type: SentDto })
  @Errors('recent-proof-needed', 'too-many-tries', 'phone-not-served', 'no-short-messages')
  async begin(
    @Actor() actor: SignedInActor,
    @Body() { language = 'it', ...body }: NewAddressDto,
    @Req() request: ApiRequest,
  ): Promise<SentDto> {
    await this.addresses.begin(actor, oneOf(body), language, clientNetwork(request.ip));
    return { sent: true };
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('address.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'Prove the address with its code',
    description: `I sign in with it from now on, in the place of an earlier one of its kind. ${TOLD}`,
  })
  @Errors('recent-proof-needed', 'address-code-wrong', 'phone-not-served', 'no-short-messages')
  confirm(@Actor() actor: SignedInActor, @Body() { code, ...body }: AddressCodeDto): Promise<void> {
    return this.addresses.confirm(actor, oneOf(body), code);
  }

  @Delete('email')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('address.manage-own')
  @FreshProof()
  @ApiOperation({ summary: 'Remove my e-mail address', description: TOLD })
  @Errors('not-found', 'recent-proof-needed', 'last-address')
  removeEmail(@Actor() actor: SignedInActor): Promise<void> {
    return this.addresses.remove(actor, 'e-mail');
  }

  @Delete('phone')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('address.manage-own')
  @FreshProof()
  @ApiOperation({ summary: 'Remove my phone', description: TOLD })
  @Errors('not-found', 'recent-proof-needed', 'last-address')
  removePhone(@Actor() actor: SignedInActor): Promise<void> {
    return this.addresses.remove(actor, 'phone');
  }
}

function oneOf<T extends { email?: string; phone?: string }>(given: T): T {
  if ((given.email === undefined) === (given.phone === undefined)) {
    throw new InvalidInput([{ field: 'email', message: 'Send either email or phone' }]);
  }
  return given;
}
