using HotelCancellation.Api;
using HotelCancellation.Web;

var builder = WebApplication.CreateBuilder(args);
builder.UseWebDefaults();
builder.Services.AddHotelCancellationApi(builder.Configuration);

var app = builder.Build();
app.UseHotelCancellationApi();
app.UseInputAsLifeline();
return await app.RunOrExplainAsync();
