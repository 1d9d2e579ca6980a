/* The subcommands. Each does its work and gives the exit code; it has said on stderr in one line
 * what went wrong, and the way out. */
#pragma once

#include "base/macros.h"
#include "cli/options.h"

MUST_USE enum exit_code cli_serve(const struct options *options);
MUST_USE enum exit_code cli_load(const struct options *options);
MUST_USE enum exit_code cli_publish(const struct options *options);
MUST_USE enum exit_code cli_drafts(const struct options *options);
MUST_USE enum exit_code cli_discard(const struct options *options);
MUST_USE enum exit_code cli_rollback(const struct options *options);
MUST_USE enum exit_code cli_check(const struct options *options);
MUST_USE enum exit_code cli_export(const struct options *options);
MUST_USE enum exit_code cli_key(const struct options *options);
MUST_USE enum exit_code cli_audit(const struct options *options);
MUST_USE enum exit_code cli_health(const struct options *options);
MUST_USE enum exit_code cli_backup(const struct options *options);
MUST_USE enum exit_code cli_restore(const struct options *options);
MUST_USE enum exit_code cli_snapshot(const struct options *options);
MUST_USE enum exit_code cli_version(const struct options *options);
