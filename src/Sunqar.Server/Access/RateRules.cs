using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Sunqar.Server.Access;

/// <summary>How often one address may knock: <c>.RequireRateLimiting(RateRules.SignIn)</c> or <c>RateRules.Public</c> beside the address's
/// name.</summary>
public static class RateRules
{
    /// <summary>Signing in and taking up links: a burst of 30, then one every two seconds: an office behind one address gets in, a list of
    /// passwords does not.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Pages for everybody: a burst of 120, then four a second.</summary>
    public const string Public = "public";

    internal static void Apply(RateLimiterOptions limits)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(
            SignIn,
            context => RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Bucket(30, 1, TimeSpan.FromSeconds(2)))
        );
        limits.AddPolicy(
            Public,
            context => RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Bucket(120, 4, TimeSpan.FromSeconds(1)))
        );
        limits.OnRejected = (rejected, _) =>
        {
            var context = rejected.HttpContext;
            var name = context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "";
            context.RequestServices.GetRequiredService<RefusalBook>().Count(name, "rate");
            context.Response.Headers.RetryAfter = "2";
            return ValueTask.CompletedTask;
        };
    }

    private static TokenBucketRateLimiterOptions Bucket(int burst, int each, TimeSpan period) =>
        new()
        {
            TokenLimit = burst,
            TokensPerPeriod = each,
            ReplenishmentPeriod = period,
            AutoReplenishment = true,
            QueueLimit = 0,
        };

    /// <summary>An IPv6 customer has a whole /64: it is one caller.</summary>
    private static string Caller(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
