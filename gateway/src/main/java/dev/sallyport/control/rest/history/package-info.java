/**
 * What has been deployed of an API and how it differs: {@link dev.sallyport.control.rest.history.History} compares
 * deployments with each other and with the draft, {@link dev.sallyport.control.rest.history.DraftWatch} tells the log when
 * stages have fallen behind the draft. May use what {@code control.rest} may use, and how it freezes a draft.
 */
@NullMarked
package dev.sallyport.control.rest.history;

import org.jspecify.annotations.NullMarked;
