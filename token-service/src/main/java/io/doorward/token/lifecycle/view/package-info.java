/** What people see of tokens: one, and pages of them. Must not import issue or standing. */
@NullMarked
package io.doorward.token.lifecycle.view;

import org.jspecify.annotations.NullMarked;
