import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** For `useGlobalFilters` of the microservice: the bus gets the error a handler threw, not a stand-in that hides it. */
@Catch()
export class ErrorsReachTheBus implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
