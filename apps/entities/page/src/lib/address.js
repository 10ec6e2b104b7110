/*
 * What is chosen in a view, kept in its address.
 */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/*
 * A value of the query.  WRITE is "push" for what one would go back from, or
 * "replace" for what is typed; the fallback is left out of the address.
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
