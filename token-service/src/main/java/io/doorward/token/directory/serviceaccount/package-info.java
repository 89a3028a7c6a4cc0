/** Service accounts: owners of tokens that are no people. A change reaches their tokens. */
@NullMarked
package io.doorward.token.directory.serviceaccount;

import org.jspecify.annotations.NullMarked;
