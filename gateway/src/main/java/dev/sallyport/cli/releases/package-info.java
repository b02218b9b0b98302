/**
 * The commands about what stages run: {@link dev.sallyport.cli.releases.HistoryCommand} and {@link
 * dev.sallyport.cli.releases.DiffCommand} for deployments, {@link dev.sallyport.cli.releases.RollbackCommand} to go back to
 * one, and {@link dev.sallyport.cli.releases.CanaryWatchCommand}, which judges a canary while it serves.
 */
@NullMarked
package dev.sallyport.cli.releases;

import org.jspecify.annotations.NullMarked;
