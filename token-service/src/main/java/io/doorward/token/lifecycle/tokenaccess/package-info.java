/** Turning API tokens off and on: for one organization, and for all by configuration. */
@NullMarked
package io.doorward.token.lifecycle.tokenaccess;

import org.jspecify.annotations.NullMarked;
