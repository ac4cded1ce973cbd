"""Between the browser and Streamlit: what the server does beside drawing pages."""
