/**
 * The people and programs that an account knows: users and their access keys, asked of IAM. Roles belong to the stacks
 * that make them and are read through Cloud Control.
 */
@NullMarked
package dev.plumbline.accounts.identities;

import org.jspecify.annotations.NullMarked;
