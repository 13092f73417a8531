/** JDBC adapters of the ports, for HSQLDB and PostgreSQL alike. The only room with SQL. */
@NullMarked
package dev.tandem.store;

import org.jspecify.annotations.NullMarked;
