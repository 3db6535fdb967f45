import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LinkPages } from './link-pages.js';
import { PublicPages } from './public-pages.js';
import { WebController } from './web.controller.js';
import { WebPages } from './web-pages.js';

/** The web application's pages, and those behind the links of mails. */
@Global()
@Module({})
export class WebModule {
  /** @param folder where the build laid them @param demo says so in the pages */
  static with(folder: string, demo: boolean): DynamicModule {
    return {
      module: WebModule,
      controllers: [WebController],
      providers: [{ provide: WebPages, useValue: new WebPages(folder, demo) }, PublicPages, LinkPages],
      exports: [LinkPages, PublicPages],
    };
  }
}
