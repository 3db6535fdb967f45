import { UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import webPush from 'web-push';

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const PLACE = ['installation', 'push_key.private', 'only'] as const;

/** Who we are towards push services (VAPID, RFC 8292): as configured, else made once and kept sealed. */
@Injectable()
export class PushKeys {
  private known: Promise<VapidKeys> | undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    @Inject(CONFIG) private readonly config: Pick<Config, 'vapidKeys'>,
  ) {}

  read(): Promise<VapidKeys> {
    this.known ??= this.find().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async find(): Promise<VapidKeys> {
    if (this.config.vapidKeys) return this.config.vapidKeys;
    const made = webPush.generateVAPIDKeys();
    const sealed = this.codec.seal(...PLACE, made.privateKey);
    // The first process of all keeps its pair; the others take that one.
    const [row] = await this.uow.tenantless('messages', async (sql) => {
      await sql('INSERT INTO push_key (public_key, private_sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        made.publicKey,
        sealed,
      ]);
      return sql<{ public_key: string; private_sealed: Buffer }>(
        'SELECT public_key, private_sealed FROM push_key',
      );
    });
    return {
      publicKey: row!.public_key,
      privateKey: this.codec.open(...PLACE, row!.private_sealed),
    };
  }
}
