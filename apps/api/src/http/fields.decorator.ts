import { isLocalDay } from '#platform';
import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type as ReadAs } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsObject,
  IsString,
  Length,
  Matches,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** May be left out, but not null: `IsOptional` lets null through to where a value is needed. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** One line that says something: no control characters (a line break in a name is an injection), not blank. */
export function IsLine(most: number, least = 1): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Length(least, most),
    Matches(/^(?=.*\S)[^\p{Cc}]*$/u, { message: '$property must be one line of text, not blank' }),
  );
}

/** Text of several lines; tabs and line breaks are the only control characters. */
export function IsText(most: number, least = 1): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Length(least, most),
    Matches(/^[^\p{Cc}]*(?:[\t\n\r][^\p{Cc}]*)*$/u, { message: '$property must be plain text' }),
  );
}

/** A list of different short words (subjects, languages), each one line of at most 60 characters. */
export function IsWords(most: number): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(most),
    ArrayUnique(),
    Matches(/^(?=.*\S)[^\p{Cc}]{1,60}$/u, { each: true, message: 'each of $property must be a short word' }),
  );
}

/** A language by its code. Which there are is the words' to know: another falls back. */
export const IsLanguage = (): PropertyDecorator =>
  Matches(/^[a-z]{2,3}$/, { message: '$property must be a language code like it' });

/** A calendar day that exists, 'YYYY-MM-DD', from 1900 to 2199. */
export const IsLocalDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isLocalDay',
    validator: {
      validate: (value: unknown) => isLocalDay(value) && value >= '1900' && value < '2200',
      defaultMessage: () => '$property must be a day like 2026-11-24',
    },
  });

/** One object inside another; a list of them is none. */
export function IsPart(type: () => Type<object>): PropertyDecorator {
  return applyDecorators(IsObject(), ValidateNested(), ReadAs(type));
}

/** The same for each of a list. */
export function AreParts(type: () => Type<object>): PropertyDecorator {
  const each = { each: true };
  return applyDecorators(IsObject(each), ValidateNested(each), ReadAs(type));
}

/** Yes or no in an address, where everything is text. */
export const IsTruth = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsBoolean(),
  );

/** The documentation of a page of a list. */
export function pageOf<T>(item: Type<T>) {
  class PageDto {
    @ApiProperty({ type: [item] })
    items!: T[];
    @ApiProperty({ type: String, nullable: true, example: null, description: 'null on the last page' })
    nextCursor!: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: item.name.replace(/Dto$/, 'PageDto') });
  return PageDto;
}
