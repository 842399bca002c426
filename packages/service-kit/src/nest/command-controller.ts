import type { CommandReply } from '@fudao/contracts/kit'
import { commandPattern } from '@fudao/messaging'
import { Controller, type Type } from '@nestjs/common'
import { Ctx, MessagePattern, type NatsContext, Payload, Transport } from '@nestjs/microservices'

/** What a controller hands a command to. */
export type OnCommand = (subject: string, message: unknown) => Promise<CommandReply>

/** A controller for `cmd.*.<context>.*`. Decorators are applied by hand because the context is only known at start. */
export const makeCommandController = (context: string, onCommand: OnCommand): Type => {
  class CommandController {
    handle(message: unknown, nats: NatsContext): Promise<CommandReply> {
      return onCommand(nats.getSubject() as string, message)
    }
  }
  const { prototype } = CommandController
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'handle') as PropertyDescriptor
  MessagePattern<string>(commandPattern(context), Transport.NATS)(prototype, 'handle', descriptor)
  Payload()(prototype, 'handle', 0)
  Ctx()(prototype, 'handle', 1)
  Controller()(CommandController)
  return CommandController
}
