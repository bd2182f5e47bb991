/** What an account and region can be set to although CloudFormation has no type for it: read, compare, apply. */
@NullMarked
package dev.plumbline.accounts.settings;

import org.jspecify.annotations.NullMarked;
