using Microsoft.Extensions.DependencyInjection;
using Sunqar.Server.Api;

namespace Sunqar.Server.Oversight;

/// <summary>Puts what shows people, and what proves citizens, into the server.</summary>
internal static class OversightServices
{
    public static IServiceCollection AddOversight(this IServiceCollection services)
    {
        services.AddSingleton<Unmasking>();
        services.AddSingleton<ICodeOutbox>(provider => new FileOutbox(() =>
            provider.GetRequiredService<DeskDoor>().Current?.Personal?.CodesPath
        ));
        services.AddSingleton<ICitizenProof, CitizenCodes>();
        return services;
    }
}
