// The part of DuckDB's stable C API that Sources/DuckDB calls, and nothing else.
//
// Written for this project because the library we link comes without a header. Names, argument types and struct
// layouts are the engine's binary interface (1.5.5) and must not be changed; scripts/fetch-duckdb fails when a function
// declared here is not exported by the library. Only functions of the library may have the prefix `duckdb_`.
//
// Conventions of the API, true for every function below unless it says otherwise:
// - A handle is created by one call and must be passed exactly once to the matching destroy call, which also takes
//   NULL handles and sets the handle to NULL.
// - Every function that can fail returns `duckdb_state`. Some fill in an object that holds the reason; that object
//   must be destroyed even after a failure.
// - Strings returned as `const char *` belong to the object they were asked of and die with it.

#ifndef IAFA_DUCKDB_C_H
#define IAFA_DUCKDB_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t idx_t;

// Handles. Each points to something only the engine looks into; distinct struct types keep Swift from mixing them.
typedef struct duckdb_database_object { void *engine; } *duckdb_database;
typedef struct duckdb_connection_object { void *engine; } *duckdb_connection;
typedef struct duckdb_config_object { void *engine; } *duckdb_config;
typedef struct duckdb_statement_object { void *engine; } *duckdb_prepared_statement;
typedef struct duckdb_appender_object { void *engine; } *duckdb_appender;
typedef struct duckdb_logical_type_object { void *engine; } *duckdb_logical_type;
typedef struct duckdb_data_chunk_object { void *engine; } *duckdb_data_chunk;
typedef struct duckdb_vector_object { void *engine; } *duckdb_vector;
typedef struct duckdb_value_object { void *engine; } *duckdb_value;
typedef struct duckdb_error_data_object { void *engine; } *duckdb_error_data;
typedef struct duckdb_table_function_object { void *engine; } *duckdb_table_function;
typedef struct duckdb_bind_info_object { void *engine; } *duckdb_bind_info;
typedef struct duckdb_init_info_object { void *engine; } *duckdb_init_info;
typedef struct duckdb_function_info_object { void *engine; } *duckdb_function_info;

typedef enum duckdb_state { DUCKDB_OK = 0, DUCKDB_FAILED = 1 } duckdb_state;

// The number of a column's type; ColumnType gives the numbers their names.
typedef uint32_t duckdb_type;

// The number that says what kind of error it was; DuckDBError.Kind gives the numbers their names.
typedef uint32_t duckdb_error_type;

// A result lives in memory of the caller. Five fields are left over from the API's first version and must not be read.
typedef struct duckdb_result {
    idx_t legacy_column_count;
    idx_t legacy_row_count;
    idx_t legacy_rows_changed;
    void *legacy_columns;
    char *legacy_error_message;
    void *engine;
} duckdb_result;

// Microseconds since 1970-01-01T00:00:00Z.
typedef struct duckdb_timestamp {
    int64_t micros;
} duckdb_timestamp;

// One element of a VARCHAR or BLOB vector: 16 bytes. Content of up to 12 bytes stands in the element itself, right
// after the length; longer content is elsewhere, and the element holds its first 4 bytes and its address.
// StringColumn reads it without naming it.
typedef union duckdb_string_t {
    struct {
        uint32_t length;
        char content[12];
    } short_string;
    struct {
        uint32_t length;
        char prefix[4];
        char *content;
    } long_string;
} duckdb_string_t;

_Static_assert(sizeof(duckdb_string_t) == 16, "an element of a string vector has 16 bytes");
_Static_assert(offsetof(duckdb_string_t, long_string.content) == 8, "the address is the second word");
_Static_assert(sizeof(duckdb_result) == 48, "a result has six words");

// The engine
const char *duckdb_library_version(void);
// Frees memory that the engine allocated for the caller (the error of duckdb_open_ext).
void duckdb_free(void *memory);
// The capacity of a vector, in rows: 2048 in every released build.
idx_t duckdb_vector_size(void);

// Databases and connections. A NULL path opens a database in memory.
duckdb_state duckdb_create_config(duckdb_config *out_config);
duckdb_state duckdb_set_config(duckdb_config config, const char *name, const char *value);
void duckdb_destroy_config(duckdb_config *config);
duckdb_state duckdb_open_ext(const char *path, duckdb_database *out_database, duckdb_config config, char **out_error);
void duckdb_close(duckdb_database *database);
duckdb_state duckdb_connect(duckdb_database database, duckdb_connection *out_connection);
void duckdb_disconnect(duckdb_connection *connection);
// May be called while another thread runs a query on the connection.
void duckdb_interrupt(duckdb_connection connection);

// Statements. Parameters are numbered from 1; bound text is copied.
duckdb_state duckdb_query(duckdb_connection connection, const char *sql, duckdb_result *out_result);
duckdb_state duckdb_prepare(duckdb_connection connection, const char *sql, duckdb_prepared_statement *out_statement);
const char *duckdb_prepare_error(duckdb_prepared_statement statement);
void duckdb_destroy_prepare(duckdb_prepared_statement *statement);
idx_t duckdb_nparams(duckdb_prepared_statement statement);
duckdb_state duckdb_clear_bindings(duckdb_prepared_statement statement);
duckdb_state duckdb_bind_null(duckdb_prepared_statement statement, idx_t parameter);
duckdb_state duckdb_bind_boolean(duckdb_prepared_statement statement, idx_t parameter, bool value);
duckdb_state duckdb_bind_int64(duckdb_prepared_statement statement, idx_t parameter, int64_t value);
duckdb_state duckdb_bind_uint64(duckdb_prepared_statement statement, idx_t parameter, uint64_t value);
duckdb_state duckdb_bind_double(duckdb_prepared_statement statement, idx_t parameter, double value);
duckdb_state duckdb_bind_timestamp(duckdb_prepared_statement statement, idx_t parameter, duckdb_timestamp value);
duckdb_state duckdb_bind_varchar_length(
    duckdb_prepared_statement statement, idx_t parameter, const char *bytes, idx_t length);
duckdb_state duckdb_bind_value(duckdb_prepared_statement statement, idx_t parameter, duckdb_value value);
duckdb_state duckdb_execute_prepared(duckdb_prepared_statement statement, duckdb_result *out_result);
// The engine's authors mean to replace this one some day and offer nothing in its place yet: without it every result is
// first collected in memory. duckdb_result_is_streaming tells whether the engine did stream.
duckdb_state duckdb_execute_prepared_streaming(duckdb_prepared_statement statement, duckdb_result *out_result);

// Values, needed to bind lists and to read the arguments of table functions
int64_t duckdb_get_int64(duckdb_value value);
duckdb_value duckdb_create_varchar_length(const char *bytes, idx_t length);
duckdb_value duckdb_create_list_value(duckdb_logical_type element_type, duckdb_value *elements, idx_t count);
void duckdb_destroy_value(duckdb_value *value);

// Results. A NULL chunk means the end, or an error that duckdb_result_error then returns.
void duckdb_destroy_result(duckdb_result *result);
const char *duckdb_result_error(duckdb_result *result);
duckdb_error_type duckdb_result_error_type(duckdb_result *result);
bool duckdb_result_is_streaming(duckdb_result result);
idx_t duckdb_column_count(duckdb_result *result);
const char *duckdb_column_name(duckdb_result *result, idx_t column);
duckdb_type duckdb_column_type(duckdb_result *result, idx_t column);
// For results that don't stream only: the engine looks for the count in the collected rows.
idx_t duckdb_rows_changed(duckdb_result *result);
duckdb_data_chunk duckdb_fetch_chunk(duckdb_result result);

// Types, chunks and vectors. A vector belongs to its chunk.
duckdb_logical_type duckdb_create_logical_type(duckdb_type type);
void duckdb_destroy_logical_type(duckdb_logical_type *type);
duckdb_data_chunk duckdb_create_data_chunk(duckdb_logical_type *types, idx_t column_count);
void duckdb_destroy_data_chunk(duckdb_data_chunk *chunk);
void duckdb_data_chunk_reset(duckdb_data_chunk chunk);
idx_t duckdb_data_chunk_get_size(duckdb_data_chunk chunk);
void duckdb_data_chunk_set_size(duckdb_data_chunk chunk, idx_t row_count);
duckdb_vector duckdb_data_chunk_get_vector(duckdb_data_chunk chunk, idx_t column);
void *duckdb_vector_get_data(duckdb_vector vector);
// Bit r%64 of word r/64 is 1 when row r has a value; NULL when every row has one.
uint64_t *duckdb_vector_get_validity(duckdb_vector vector);
void duckdb_vector_ensure_validity_writable(duckdb_vector vector);
void duckdb_vector_assign_string_element_len(duckdb_vector vector, idx_t row, const char *bytes, idx_t length);

// Appending rows to a table. Destroying an appender writes what it still holds, so what must not be written is cleared.
duckdb_state duckdb_appender_create_ext(
    duckdb_connection connection, const char *catalog, const char *schema, const char *table,
    duckdb_appender *out_appender);
duckdb_state duckdb_append_data_chunk(duckdb_appender appender, duckdb_data_chunk chunk);
duckdb_state duckdb_appender_flush(duckdb_appender appender);
duckdb_state duckdb_appender_clear(duckdb_appender appender);
duckdb_state duckdb_appender_close(duckdb_appender appender);
duckdb_state duckdb_appender_destroy(duckdb_appender *appender);
duckdb_error_data duckdb_appender_error_data(duckdb_appender appender);
duckdb_error_type duckdb_error_data_error_type(duckdb_error_data error);
const char *duckdb_error_data_message(duckdb_error_data error);
void duckdb_destroy_error_data(duckdb_error_data *error);

// Functions that answer rows. The engine copies names and messages, and calls `destroy` on what it was given to keep
// when nothing needs it any more. It asks for rows on one thread at a time; no rows are the end.
typedef void (*duckdb_delete_callback_t)(void *data);
duckdb_table_function duckdb_create_table_function(void);
void duckdb_destroy_table_function(duckdb_table_function *function);
void duckdb_table_function_set_name(duckdb_table_function function, const char *name);
void duckdb_table_function_add_parameter(duckdb_table_function function, duckdb_logical_type type);
void duckdb_table_function_set_extra_info(
    duckdb_table_function function, void *extra_info, duckdb_delete_callback_t destroy);
void duckdb_table_function_set_bind(duckdb_table_function function, void (*bind)(duckdb_bind_info info));
void duckdb_table_function_set_init(duckdb_table_function function, void (*init)(duckdb_init_info info));
void duckdb_table_function_set_function(
    duckdb_table_function function, void (*rows)(duckdb_function_info info, duckdb_data_chunk output));
duckdb_state duckdb_register_table_function(duckdb_connection connection, duckdb_table_function function);
void *duckdb_bind_get_extra_info(duckdb_bind_info info);
duckdb_value duckdb_bind_get_parameter(duckdb_bind_info info, idx_t index);
void duckdb_bind_add_result_column(duckdb_bind_info info, const char *name, duckdb_logical_type type);
void duckdb_bind_set_bind_data(duckdb_bind_info info, void *bind_data, duckdb_delete_callback_t destroy);
void duckdb_bind_set_error(duckdb_bind_info info, const char *error);
void *duckdb_function_get_bind_data(duckdb_function_info info);
void duckdb_function_set_error(duckdb_function_info info, const char *error);

#endif
