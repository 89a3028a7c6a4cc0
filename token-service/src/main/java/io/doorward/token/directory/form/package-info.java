/** Reading what was asked for, all faults reported together. Must not import another room. */
@NullMarked
package io.doorward.token.directory.form;

import org.jspecify.annotations.NullMarked;
