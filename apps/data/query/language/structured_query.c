/*
 * What operators are, and walking through a filter.
 */
#include "data/query/language/structured_query.h"

bool
op_is_range(enum query_op op)
{
	return op >= OP_LESS_THAN && op <= OP_GREATER_THAN_OR_EQUAL;
}

bool
op_is_inequality(enum query_op op)
{
	return op_is_range(op) || op == OP_NOT_EQUAL || op == OP_NOT_IN ||
	    op == OP_IS_NOT_NAN || op == OP_IS_NOT_NULL;
}

void
filter_each(struct filter *filter,
    void (*visit)(void *argument, struct filter *leaf), void *argument)
{
	size_t i;

	if (filter == NULL)
		return;
	if (filter->kind == FILTER_LEAF)
		visit(argument, filter);
	for (i = 0; i < filter->part_count; i++)
		filter_each(filter->parts[i], visit, argument);
}
