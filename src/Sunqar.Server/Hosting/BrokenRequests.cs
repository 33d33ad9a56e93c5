using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sunqar.Server.Hosting;

/// <summary>A request that comes too slowly, breaks off or is malformed is the sender's fault: it is answered or dropped, and nothing of it
/// is logged as an error of ours, so that nobody fills the log by sending such.</summary>
internal static class BrokenRequests
{
    public static void UseBrokenRequests(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (BadHttpRequestException error) when (!context.Response.HasStarted)
                {
                    context.Response.StatusCode = error.StatusCode;
                }
                catch (Exception error)
                    when (error is BadHttpRequestException
                        || (error is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
                    )
                {
                    context.Abort();
                }
            }
        );
}
