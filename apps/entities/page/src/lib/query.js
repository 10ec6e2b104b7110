/*
 * Keeps the choices of a view in its address.
 */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/*
 * A parameter of the query.  WRITE is "push" for choices that the back button
 * should undo, and "replace" for typed text.  The fallback is omitted from the
 * address.
 */
export function useQuery(name, fallback, write = 'push', allowed = null) {
	const route = useRoute();
	const router = useRouter();
	const home = route.name;

	return computed({
		get() {
			const value = route.query[name];

			return typeof value !== 'string'
				|| (allowed !== null && !allowed.includes(value))
				? fallback
				: value;
		},
		set(value) {
			if (route.name !== home)
				return;
			router[write]({
				params: route.params,
				query: {
					...route.query,
					[name]: value === fallback ? undefined : value,
				},
			});
		},
	});
}
