using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Access;

/// <summary>Puts the doors and their guards into the server.</summary>
internal static class AccessServices
{
    /// <summary>Characters of one field of a form.</summary>
    private const int FieldLengthMax = 64 << 10;

    private const int FieldsMax = 256;

    public static IServiceCollection AddAccess(
        this IServiceCollection services,
        AccessDoor access,
        DeskDoor desk,
        AccessTable table,
        ProviderOptions? provider
    )
    {
        services.AddSingleton(table);
        services.AddSingleton(access);
        services.AddSingleton(desk);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<Identification>();
        services.AddSingleton<SealedTicket>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<PasskeyDesk>();
        services.AddSingleton(_ => new ProviderDoor(provider));
        services.AddSingleton<ProviderDesk>();
        services.AddSingleton<RefusalBook>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusalBook>());
        services.AddRateLimiter(RateRules.Apply);
        services.AddAntiforgery(forms =>
        {
            // Bound to the host by a name of this kind only over TLS; plain HTTP is served on loopback alone.
            forms.Cookie.Name = "sunqar-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.HttpOnly = true;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The policy of every page forbids frames already.
            forms.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(forms =>
        {
            forms.ValueLengthLimit = FieldLengthMax;
            forms.ValueCountLimit = FieldsMax;
            forms.KeyLengthLimit = 256;
            // Larger files would be laid down in the system's temporary folder, in clear, and stay there when the server is killed.
            forms.MemoryBufferThreshold = int.MaxValue;
        });
        return services;
    }

    /// <summary>After routing, so that it knows the address's name; before every address.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseRateLimiter();
        app.UseMiddleware<Enforcement>();
    }
}
