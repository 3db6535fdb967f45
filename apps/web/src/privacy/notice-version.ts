import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

/** Which privacy notice holds today: whoever agrees to something agrees to this one. */
export function useNoticeVersion(): number {
  const { data } = useQuery({ queryKey: ['policies'], queryFn: () => answered(api.GET('/v1/policies')) });
  return Number(data?.find(({ key }) => key === 'noticeVersion')?.value ?? 1);
}
