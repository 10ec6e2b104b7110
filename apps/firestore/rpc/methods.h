#ifndef FIRESTORE_RPC_METHODS_H
#define FIRESTORE_RPC_METHODS_H

#include "firestore/rpc/rpc_run.h"

/* What the methods do. */

run_body method_get_document;
run_body method_batch_get_documents;
run_body method_list_documents;
run_body method_list_collection_ids;
run_body method_run_query;
run_body method_run_aggregation_query;
run_body method_partition_query;
run_body method_begin_transaction;
run_body method_commit;
run_body method_rollback;

#endif
