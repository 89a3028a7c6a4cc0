/**
 * Who did what to which thing, kept for good: rows are only ever added, in the transaction of the
 * change they tell of. Must not import another room.
 */
@NullMarked
package io.doorward.token.audit;

import org.jspecify.annotations.NullMarked;
