import { SmsInboundService, type ReplyOutcome } from '#notifications';
import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiRequest } from '../http/api-request.js';
import { ErrorsForAnyone } from '../http/documentation.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { InboundSmsDto, InboundSmsOutcomeDto } from './sms.dto.js';

@ApiTags('Notifications')
@Controller('v1/sms')
export class SmsController {
  constructor(private readonly inbound: SmsInboundService) {}

  @Post('inbound')
  @HttpCode(200)
  @Policy('sms.receive')
  @ApiOperation({
    summary: 'A reply to a short message, handed in by the gateway',
    description:
      'Signed: `X-Sms-Signature` is the HMAC-SHA256 (hex) of `X-Sms-Timestamp`, a dot and the body, keyed with SMS_INBOUND_SECRET; the timestamp (seconds since 1970) may be 5 minutes old. A message that comes twice acts once. Replies: 1 yes, 2 no, 3 call me, 4 arrived, 5 handed over; anything else changes nothing and is answered kindly.',
  })
  @ApiHeader({ name: 'X-Sms-Timestamp', required: true, example: '1796047800' })
  @ApiHeader({ name: 'X-Sms-Signature', required: true, example: '0'.repeat(64) })
  @ApiOkResponse({ type: InboundSmsOutcomeDto })
  @ErrorsForAnyone('invalid-input', 'sms-signature', 'sms-replies-off', 'unavailable')
  async receive(
    @Req() request: ApiRequest,
    @Body() body: InboundSmsDto,
    @Headers('x-sms-timestamp') timestamp = '',
    @Headers('x-sms-signature') signature = '',
  ): Promise<{ outcome: ReplyOutcome }> {
    const signed = { timestamp, signature, body: request.signedBody ?? '' };
    return { outcome: await this.inbound.receiveSigned(signed, body) };
  }
}
