#!/usr/bin/env -S node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON
/** The `fencepost` command: the start of the process, and its end. */

import * as module from 'node:module'
import { exitCodes } from '../verdict.ts'

const oldest = 24
/** What a shell says of a process that SIGPIPE has ended. */
const brokenPipe = 141

if (Number.parseInt(process.versions.node) < oldest) {
  process.stderr.write(`fencepost needs Node ${oldest} or later; this is ${process.version}.\n`)
  process.exit(exitCodes.system)
}

// Before anything else is imported: stripping types and compiling are most of the time that a small check takes.
module.enableCompileCache()
const { command } = await import('./command.ts')

// Whoever reads the output may stop reading; before the end there is no verdict.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? brokenPipe)
  process.stderr.write(`The output could not be written: ${error.message}.\n`)
  process.exit(exitCodes.system)
})
process.exitCode = await command(process.argv)
// What a user's file left running does not keep the command from ending.
process.stdout.write('', (error) => {
  // Where that failed, the listener above ends the process.
  if (!(error instanceof Error)) process.stderr.write('', () => process.exit())
})
