using Microsoft.Extensions.DependencyInjection;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;

namespace Sunqar.Server.Oversight;

/// <summary>Puts what shows people, and what proves citizens, into the server.</summary>
internal static class OversightServices
{
    public static IServiceCollection AddOversight(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Unmasking(
            provider.GetRequiredService<ActDoor>(),
            () => provider.GetRequiredService<DeskDoor>().Current?.Personal
        ));
        services.AddSingleton<ICodeOutbox>(provider => new FileOutbox(() =>
            provider.GetRequiredService<DeskDoor>().Current?.Personal?.CodesPath
        ));
        services.AddSingleton<ICitizenProof, CitizenCodes>();
        return services;
    }
}
